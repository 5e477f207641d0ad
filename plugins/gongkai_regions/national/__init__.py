"""The Ministry of Finance forms that hold everywhere."""
