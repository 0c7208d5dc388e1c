"""The commands of the host: a module each, with a function ``main(arguments)``."""
