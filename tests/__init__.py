"""The suite: domain (no database), services, api, browser, and the ground they stand on."""
