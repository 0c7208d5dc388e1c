"""How a product that a milestone asks for is delivered, as data."""

# What fulfils a milestone: a state of the dossier that is reached, a paper that is
# issued, a file that is uploaded, or a mark that somebody sets by hand.
FULFILMENTS = {
    "state": "State of the dossier",
    "paper": "Issued paper",
    "upload": "Uploaded file",
    "mark": "Marked by hand",
}
# What a deliverable has come to; whether it is late is a matter of the day.
DELIVERABLE_STATES = {
    "todo": "Not started",
    "doing": "In progress",
    "done": "Delivered",
    "waived": "Waived",
}
# What is still to come.
OPEN_DELIVERABLE_STATES = ("todo", "doing")
# Whose product it is.
SIDES = {"school": "Schools", "authority": "Authority"}
