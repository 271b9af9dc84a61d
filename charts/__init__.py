"""Charts as pure functions: frames and definitions in, pictures out; nothing is read, stored or asked for here."""
