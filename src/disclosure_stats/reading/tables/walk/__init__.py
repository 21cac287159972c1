"""Tables read by the form: the path through a page that is likeliest to be the form's rows."""
