"""kumiai: the member portal and e-money system of Japanese university co-ops."""

__version__ = "0.1.0"
