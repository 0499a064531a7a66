"""How values are written on a page: dates, numbers, glossary words, rating shapes."""
