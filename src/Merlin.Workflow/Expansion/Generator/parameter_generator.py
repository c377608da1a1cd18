"""Runs a user's parameter generator and prints the parameters that it makes.

Reads one JSON object from standard input:
    {"file": "<path>", "variables": {"NAME": value, ...}, "arguments": {"KEY": "text", ...}}
and prints one JSON array to standard output:
    [{"key": "...", "values": [...], "label": "...", "name": "..."}, ...]
What the user's file prints goes to standard error. If it fails, one line on standard error says where, and the exit
status is 1. Works with Python 3.6 and later and needs no other package.
"""

import importlib.util
import json
import math
import os
import sys
import traceback
import types


class ParameterGenerator:
    """What user files know as maestrowf.datastructures.core.ParameterGenerator."""

    def __init__(self, token="$", ltoken="%%"):
        self.token = token
        self.label_token = ltoken
        self.parameters = {}
        self.labels = {}
        self.names = {}

    def add_parameter(self, key, values, label=None, name=None):
        self.parameters[key] = list(values)
        self.labels[key] = label if label else "{}.{}".format(key, self.label_token)
        self.names[key] = name if name else key


class Variable:
    """One variable of the spec."""

    def __init__(self, name, value):
        self.name = name
        self.value = value


class Environment:
    """The spec's variables as user files see them."""

    def __init__(self, variables):
        self._variables = {name: Variable(name, value) for name, value in variables.items()}

    def find(self, name):
        return self._variables.get(name)


def provide_import_path():
    """Lets user files import ParameterGenerator from where they always did."""
    names = ["maestrowf", "maestrowf.datastructures", "maestrowf.datastructures.core",
             "maestrowf.datastructures.core.parameters"]
    parent = None
    for name in names:
        module = types.ModuleType(name)
        module.__path__ = []
        module.ParameterGenerator = ParameterGenerator
        sys.modules[name] = module
        if parent is not None:
            setattr(parent, name.rsplit(".", 1)[1], module)
        parent = module


def plain(value):
    """A value that JSON can hold; numbers of other libraries become Python's own, anything else its text."""
    if not isinstance(value, (str, bool, int, float, list, tuple)) and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value)


def load(path):
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location("custom_generator", path)
    if spec is None or spec.loader is None:
        raise ValueError("the file's name must end in .py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def generate(request):
    module = load(request["file"])
    if not hasattr(module, "get_custom_generator"):
        raise ValueError("the file defines no function get_custom_generator(env, **kwargs)")
    generator = module.get_custom_generator(Environment(request["variables"]), **request["arguments"])
    for attribute in ("parameters", "labels", "names"):
        if not isinstance(getattr(generator, attribute, None), dict):
            raise ValueError("get_custom_generator must return a ParameterGenerator")
    return [
        {
            "key": str(key),
            "values": [plain(value) for value in values],
            "label": generator.labels.get(key),
            "name": str(generator.names.get(key, key)),
        }
        for key, values in generator.parameters.items()
    ]


def place(error, path):
    """Where in the user's file an error came from, as far as that can be told."""
    if isinstance(error, SyntaxError) and error.lineno is not None:
        return "{}:{}".format(error.filename, error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return "{}:{}".format(path, frames[-1].lineno) if frames else path


def main():
    request = json.load(sys.stdin)
    # What the user's file prints, or a command that it starts, must not get between Merlin and the result.
    result = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    provide_import_path()
    try:
        text = json.dumps(generate(request))
        sys.stdout.flush()
    except Exception as error:  # The user's code may raise anything.
        reason = error.msg if isinstance(error, SyntaxError) else error
        print("{}: {}: {}".format(place(error, request["file"]), type(error).__name__, reason), file=sys.stderr)
        return 1
    result.write(text)
    result.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
