"""Why a mistake is one: the reasons of its account, and the shortest proof."""
