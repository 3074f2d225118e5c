"""What the fakes of Meta's platforms share."""
