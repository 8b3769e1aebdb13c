"""Third-party engines, each behind one module: nothing else imports them."""
