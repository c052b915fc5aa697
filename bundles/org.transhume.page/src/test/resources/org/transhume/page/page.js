const own = "$1 {{body}}";
