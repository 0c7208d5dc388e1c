"""A tape of what is done with xlsxwriter: recorded once, played on bare workbooks."""

import xlsxwriter


class Recorded:
    """Stands before an object of the library, and notes each call on the tape."""

    def __init__(self, tape, real):
        self.tape, self.real, self.number = tape, real, tape.count
        tape.count += 1

    def __getattr__(self, name):
        found = getattr(self.real, name)
        if not callable(found):
            return found

        def call(*args, **kwargs):
            result = found(*map(_real, args), **_real(kwargs))
            if type(result).__module__.startswith("xlsxwriter."):
                result = Recorded(self.tape, result)
            self.tape.calls.append((self.number, name, args, kwargs, result))
            return result

        return call

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()


class Tape:
    """All calls on a workbook, its sheets, formats and charts, in order.

    :param write: writes a workbook with ``xlsxwriter.Workbook``
    """

    def __init__(self, write):
        self.calls, self.count, self.arguments = [], 0, ()
        workbook = xlsxwriter.Workbook
        xlsxwriter.Workbook = self._begin
        try:
            write()
        finally:
            xlsxwriter.Workbook = workbook

    def _begin(self, *arguments):
        self.arguments = arguments[1:]
        return Recorded(self, xlsxwriter.workbook.Workbook(*arguments))

    def thread(self, output):
        """Make the sheets, formats and charts anew in a file.

        :return: what is still to be called on them, as (method, args, kwargs)
        """
        objects = {0: xlsxwriter.workbook.Workbook(output, *self.arguments)}
        made = dict.fromkeys(
            i for i, call in enumerate(self.calls) if isinstance(call[-1], Recorded)
        )
        for i in made:
            number, name, args, kwargs, result = self.calls[i]
            objects[result.number] = getattr(objects[number], name)(*args, **kwargs)

        def new(value):
            return objects[value.number] if isinstance(value, Recorded) else value

        return [
            (getattr(objects[number], name), [*map(new, args)], _each(new, kwargs))
            for i, (number, name, args, kwargs, _result) in enumerate(self.calls)
            if i not in made
        ]


def _each(change, values):
    return {key: change(value) for key, value in values.items()}


def _real(value):
    if isinstance(value, dict):
        return _each(_real, value)
    return value.real if isinstance(value, Recorded) else value
