"""YAML to model: runbooks and inventories with line and column, templates, parameters, linting."""
