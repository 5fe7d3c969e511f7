"""How gunicorn serves the portal, here and in a container; sizes and addresses stand on its command line.

The portal is imported once, before the processes are split off: a fresh process (after a signal HUP, after its share
of requests, after a death) answers at once, and nobody waits for an import. HUP therefore brings no new code; a new
version is a new container.
"""

wsgi_app = "asnaf.wsgi:application"
worker_class = "gthread"
preload_app = True
control_socket_disable = True
