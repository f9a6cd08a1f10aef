"""The plugin's code: core (rules), analysis (geometry), exchange (files), gui (widgets) and plugin (life cycle)."""
