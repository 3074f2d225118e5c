"""Reports that send themselves: a draft on the day, a lead's yes, the PDF to who waits for it; and public pages."""
