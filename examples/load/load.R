# A run's cells and networks as data frames:  Rscript load.R out [myriad]
# Needs nothing but R and the program; `keep = "all"` or "dead" in the spec gives rows of networks.
arguments <- commandArgs(trailingOnly = TRUE)
directory <- if (length(arguments) >= 1) arguments[1] else "out"
program <- if (length(arguments) >= 2) arguments[2] else "myriad"

read_table <- function(table) {
  lines <- system2(program, c("export", shQuote(directory), "--table", table), stdout = TRUE)
  read.csv(text = lines, check.names = FALSE, na.strings = "", stringsAsFactors = FALSE,
           colClasses = c(digest = "character")[table == "cells"])
}

cells <- read_table("cells")
networks <- read_table("networks")
print(cells[, c("cell", "networks", "born_dead", "dead", "dead_fraction", "dead_low", "dead_high")])
cat(nrow(networks), "networks kept\n")
