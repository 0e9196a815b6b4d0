"""First contact with a real pair: what is taken for true, what a pair is asked, and what is made of its answers."""
