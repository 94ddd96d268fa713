"""The pages a person may open: what the sandbox holds, and the consent page. Plain HTML, nothing from elsewhere."""
