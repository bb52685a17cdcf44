"""Who holds which role where: areas, assignments and their history."""
