"""Forms of documents (文书): their field lists, the layout that prints them, and the copy for Word."""
