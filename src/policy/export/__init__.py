"""From the repository to the finished book: pictures, executed chapters, pages, downloads."""
