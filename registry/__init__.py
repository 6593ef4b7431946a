"""一单两库: categories, check items, violations, legal bases, venues, licences, officers, credit grades."""
