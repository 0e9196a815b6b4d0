"""Knowledge of the clustered products, built on what a node can be asked."""
