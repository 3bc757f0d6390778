"""What the setup dialog says besides its questions."""

HEADING = "\n\n         --- System Configuration Dialog ---\n\n"
FIRST = "Would you like to enter the initial configuration dialog? [yes/no]: "
AGAIN = "Continue with configuration dialog? [yes/no]: "
INSIST = "% Please answer 'yes' or 'no'.\n"
ABORTED = "Configuration aborted, no changes made.\n"
INTRODUCTION = """
At any point you may enter a question mark '?' for help.
Use ctrl-c to abort configuration dialog at any prompt.
Default settings are in square brackets '[]'.

Basic management setup configures only enough connectivity
for management of the system, extended setup will ask you
to configure each interface on the system

"""
GLOBAL = "Configuring global parameters:\n\n"
SUMMARY = "\nCurrent interface summary\n\n"
NOT_VALID = '\nAny interface listed with OK? value "NO" does not have a valid configuration\n\n'
ABOUT_SECRET = """
  The enable secret is a password used to protect access to
  privileged EXEC and configuration modes. This password, after
  entered, becomes encrypted in the configuration.
"""
ABOUT_PASSWORD = """
  The enable password is used when you do not specify an
  enable secret password, with some older software versions, and
  some boot images.
"""
ABOUT_TERMINAL = """
  The virtual terminal password is used to protect
  access to the router over a network interface.
"""
NO_DEFAULT = "% No defaulting allowed\n"
SAME = "% Please choose a password that is different from the enable secret\n"
BAD_INTERFACE = "% Invalid interface name\n"
WHICH = """
Enter interface name used to connect to the
management network from the above interface summary: """
PARAMETERS = "\nConfiguring interface parameters:\n\n"
BAD_ADDRESS = """% Bad Internet address.
% Enter an Internet address of the form 'X.X.X.X', where each
% letter corresponds to a decimal number between 0 and 255.

"""
BAD_MASK = """% Bad subnet mask.
% Enter a subnet mask of the form 'X.X.X.X', where each
letter corresponds to a decimal number between 0 and 255.

"""
CREATED = """
The following configuration command script was created:

{script}

[0] Go to the IOS command prompt without saving this config.
[1] Return back to the setup without saving this config.
[2] Save this configuration to nvram and exit.

"""
LATER = "% You can enter the setup, by typing setup at IOS command prompt\n"
FINISHED = "Use the enabled mode 'configure' command to modify this configuration.\n"
