-- Gives the cards of a deck the rank of that deck, and leaves the rest of their place as it is.
update card set place = (place & ((1 << ?2) - 1)) | (?3 << ?2)
where note in (select id from note where deck = ?1);
