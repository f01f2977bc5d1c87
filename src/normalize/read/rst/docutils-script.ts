/**
 * What Python runs to serve one document after another. It imports docutils once and forks: a child takes the next
 * documents, so that a limit of CPU time ends one document only, and what they leave in memory goes with the child. None
 * sees a role of the one before: docutils keeps those, and nothing else of a document, in the registries that are put
 * back. A fork for each document would cost more than the document.
 *
 * Arguments: CPU seconds and output bytes that one document may take, then docutils' own options. It first writes
 * `ready`. A request is a length (4 bytes, big-endian) and a text in UTF-8; an answer is one byte (0: the page, 1: why
 * there is none), a length and a text. It ends with its input.
 * https://docutils.sourceforge.io/docs/api/publisher.html
 */
export const docutilsScript = `
import gc, os, resource, signal, struct, sys, time
from copy import deepcopy
from io import StringIO
from docutils import io, nodes
from docutils.core import Publisher
from docutils.parsers.rst import directives, roles

documents_each = 100
cpu_seconds, max_bytes, options = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
# Unbuffered: what a child has read ahead would be lost with it.
asked = os.fdopen(0, "rb", 0)
answers = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)

class Names(dict):
    def __missing__(self, name):
        return None

# To docutils 0.19 a definition that refers to an undefined name is a KeyError.
made_document = nodes.document.__init__
def with_names(self, *args, **kwargs):
    made_document(self, *args, **kwargs)
    self.substitution_names = Names()
nodes.document.__init__ = with_names

def publisher(settings=None):
    made = Publisher(source_class=io.StringInput, destination_class=io.StringOutput, settings=settings)
    made.set_components("standalone", "restructuredtext", "html5")
    return made

first = publisher()
first.process_command_line(argv=options)
# What docutils loads with its first document is there for all.
warm = publisher(deepcopy(first.settings))
warm.set_source(b"Title\\n=====\\n\\n.. note:: \`\`a\`\` *b*\\n\\n| c\\n\\n===  ===\\na    b\\n===  ===\\n", None)
warm.set_destination()
warm.publish()

def answer(status, payload):
    answers.write(struct.pack(">BI", status, len(payload)) + payload)
    answers.flush()

def page_of(text):
    sys.stderr = said = StringIO()
    try:
        one = publisher(deepcopy(first.settings))
        one.set_source(text, None)
        one.set_destination()
        page = one.publish()
    except BaseException as error:
        why = said.getvalue().strip().split("\\n")[0] or "%s: %s" % (type(error).__name__, error)
        return 1, why[:300].encode("utf-8", "replace")
    if len(page) > max_bytes:
        return 1, b"what comes out is too large"
    return 0, page

def read(length):
    pieces = []
    while length > 0:
        piece = asked.read(length)
        if not piece:
            return None
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)

usual, most = resource.getrlimit(resource.RLIMIT_CPU)
def limit(seconds):
    soft = seconds if most == resource.RLIM_INFINITY or seconds == usual else min(seconds, most)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))

registries = [roles._roles, roles._role_registry, directives._directives, directives._directive_registry]
registered = [dict(one) for one in registries]
ended = 3

def serve():
    for _ in range(documents_each):
        head = read(4)
        text = head and read(struct.unpack(">I", head)[0])
        if text is None:
            return ended
        limit(int(time.process_time()) + 1 + cpu_seconds)
        answered = page_of(text)
        limit(usual)
        answer(*answered)
        for one, before in zip(registries, registered):
            one.clear()
            one.update(before)
    return 0

def serve_in_child():
    child = os.fork()
    if child == 0:
        os._exit(serve())
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        slow = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        why = "it took longer than %d s of CPU time" % cpu_seconds if slow else "docutils crashed"
        answer(1, why.encode())
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0

# Collecting garbage in a fork would copy every page of memory that it shares.
gc.freeze()
answers.write(b"ready")
answers.flush()
while not serve_in_child():
    pass
`;
