"""An independent imitation of Xero Practice Manager and Xero sign-in: no Django, no code shared with the client."""

from minutebook.xpm_sandbox.app import create_app
from minutebook.xpm_sandbox.demo import demo_seed
from minutebook.xpm_sandbox.seeds import demo_states, seed_uuid
from minutebook.xpm_sandbox.server import SandboxServer
from minutebook.xpm_sandbox.world import World

__all__ = ["SandboxServer", "World", "create_app", "demo_seed", "demo_states", "seed_uuid"]
