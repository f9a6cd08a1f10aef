"""The plugin's code: core (rules), analysis (geometry), jobs (use cases), exchange (files), gui (widgets) and plugin
(life cycle)."""
