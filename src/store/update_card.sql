-- Gives a review card its text; its progress stays as it is.
update card set note = ?, deck = ?, family = ?, place = ? where key = ?;
