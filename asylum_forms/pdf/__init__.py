"""What several stages need of PDFs: opening, saving, sizes of paper, addresses of links."""
