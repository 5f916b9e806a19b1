"""The commands, one a module: options in, exit codes out.  What a command needs it loads itself."""
