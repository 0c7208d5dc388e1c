"""How a product that a milestone asks for is delivered, as data."""

# What fulfils a milestone: a state of the dossier that is reached, a paper that is
# issued, a report by an outline, a file that is uploaded, or a mark set by hand.
FULFILMENTS = {
    "state": "State of the dossier",
    "paper": "Issued paper",
    "report": "Report by an outline",
    "upload": "Uploaded file",
    "sector": "Entry in the sector database",
    "mark": "Marked by hand",
}
# What a deliverable has come to; whether it is late is a matter of the day.
DELIVERABLE_STATES = {
    "todo": "Not started",
    "doing": "Under way",
    "done": "Delivered",
    "waived": "Waived",
}
# What is still to come.
OPEN_STATES = ("todo", "doing")
# What a reader is told: the state, but for what is late.
STATUSES = {
    "late": "Late",
    **DELIVERABLE_STATES,
}
# What schools owe since before today; what the authority owes itself stands apart.
LATE_SCHOOLS = [("is_late", "=", True), ("milestone_id.side", "=", "school")]
# Whose product it is.
SIDES = {"school": "Schools", "authority": "Authority"}
