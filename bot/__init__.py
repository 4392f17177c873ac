"""Prystan: walks people released from prison to services, beds and work near them."""
