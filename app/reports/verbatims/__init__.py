"""What people wrote that may stand in a report: chosen by the system, approved by a person."""
