"""Schools of an office and their accounts: per row the same for many as for some.

Accounts begin without a password, for its hash would cost most of a second; what is
left is what Odoo does for a user. 54,010 of them were measured by hand: see the README.
"""

import time

SOME, MANY = 200, 2000
LIMIT = 1.3  # a row of many, beside one of some
SLOWEST = 0.025  # seconds for a row, on a busy machine


def create_schools(count, prefix):
    own = env["cds.institution"].create({"name": f"Sở {prefix}", "kind": "authority"})
    return env["cds.institution"].create(
        [
            {
                "name": f"Trường Tiểu học số {n}",
                "code": f"{prefix}{n:06d}",
                "parent_id": own.id,
            }
            for n in range(count)
        ]
    )


def measure(count, prefix):
    """Return the seconds that an account of so many takes."""
    schools = create_schools(count // 2, prefix)
    batch = env["cds.account.batch"].create({"institution_ids": schools.ids})
    env.flush_all()
    begun = time.perf_counter()
    while batch._make_chunk():
        env.flush_all()
        env.invalidate_all()
    assert batch.state == "done" and batch.made_count == count, batch.made_count
    return (time.perf_counter() - begun) / count


measure(SOME, "70")  # what is read once
some, many = measure(SOME, "71"), measure(MANY, "72")
print(f"{SOME}: {1000 * some:.1f} ms each; {MANY}: {1000 * many:.1f} ms each")
assert many <= LIMIT * some, f"{many / some:.2f} times, {LIMIT} at most"
assert many <= SLOWEST, f"{many:.3f} s each, {SLOWEST} at most"
