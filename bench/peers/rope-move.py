"""python3 rope-move.py ROOT FROM TO: the changes of renaming the module FROM, as rope finds them; nothing is written."""

import sys

from rope.base.project import Project
from rope.refactor.rename import Rename

root, old, new = sys.argv[1:]
project = Project(root, ropefolder=None, ignore_syntax_errors=True)
module = project.find_module(old)
print(len(Rename(project, module).get_changes(new.rsplit(".", 1)[1]).changes))
