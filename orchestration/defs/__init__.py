"""The assets and checks, a module per capability; each module one style of definition."""
