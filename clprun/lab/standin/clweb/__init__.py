"""JobCenter CL/Web as the lab plays it. Stand-ins, not the product."""
