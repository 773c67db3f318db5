cases <- list()
add <- function(id, text, blocks, truth, tol=1e-6, raw=FALSE) {
  writeLines(text, file.path("texts", paste0(id, ".txt")))
  cat(id, "\t", paste(blocks, collapse=","), "\t", tol, "\t", raw, "\t", paste(format(as.vector(t(truth)), digits=17), collapse=" "), "\n", sep="", file="truth.tsv", append=TRUE)
}
unlink("truth.tsv")
out <- function(x, ...) capture.output(print(x, ...))
a <- cov(attitude[,c("complaints","learning","raises","rating")])
s <- cov(swiss[,c(2,3,4,5,6,1)])
u <- cov(USArrests[,c("Assault","UrbanPop","Murder")])
sw <- cor(swiss[,c(2,3,4,5,6,1)])
q <- cov(quakes[,c("depth","stations","mag")])
lc <- cov(LifeCycleSavings[,c(2,3,4,5,1)])
options(width=80)
add("r-print", out(a), c(2,1), a, 1e-5)
options(width=45)
add("r-print-wrapped", out(s), c(3,2), s, 1e-4)
options(width=80)
add("r-print-3digits", out(s, digits=3), c(3,2), s, 2e-2)
add("r-round2", out(round(sw,2)), c(3,2), round(sw,2), 1e-6)
l <- round(sw,3); m <- format(l, nsmall=3); m[upper.tri(m)] <- ""
add("r-lower-noquote", out(noquote(m)), c(3,2), l, 1e-6)
m <- format(l, nsmall=3); m[lower.tri(m)] <- ""
add("r-upper-noquote", out(noquote(m)), c(3,2), l, 1e-6)
m <- format(l, nsmall=3); m[upper.tri(m)] <- ""
add("r-lower-quoted", out(m), c(3,2), l, 1e-6)
add("r-dput", capture.output(dput(u)), c(1,1), u, 1e-6)
add("r-dput2", capture.output(dput(unname(u))), c(1,1), u, 1e-6)
tf <- textConnection("tx","w"); write.csv2(s, tf); close(tf); add("r-write-csv2", tx, c(3,2), s, 1e-9)
tf <- textConnection("tx","w"); write.table(q, tf, quote=FALSE, sep="\t"); close(tf); add("r-write-table-tab", tx, c(1,1), q, 1e-9)
tf <- textConnection("tx","w"); write.table(lc, tf, dec=",", sep=";", row.names=FALSE); close(tf); add("r-write-table-eu", tx, c(2,2), lc, 1e-9)
add("r-signif-sci", out(format(s, scientific=TRUE, digits=6), quote=FALSE), c(3,2), s, 1e-4)
add("r-prompt", c("> cov(USArrests[,c(2,3,1)])", out(u)), c(1,1), u, 1e-5)
add("r-data-frame", out(as.data.frame(a)), c(2,1), a, 1e-5)
add("r-symnum-none", out(unname(a)), c(2,1), a, 1e-5)
mom <- function(x) crossprod(scale(as.matrix(x), scale=FALSE))/nrow(x)
raw <- LifeCycleSavings[,c(2,3,4,5,1)]
add("raw-r-print", out(raw), c(2,2), mom(raw), 1e-4, TRUE)
raw <- quakes[,c("depth","stations","mag")]
tf <- textConnection("tx","w"); write.csv(raw, tf); close(tf); add("raw-r-csv", tx, c(1,1), mom(raw), 1e-9, TRUE)
raw <- swiss[,c(2,3,4,5,6,1)]
tf <- textConnection("tx","w"); write.csv2(raw, tf, row.names=TRUE); close(tf); add("raw-r-csv2", tx, c(3,2), mom(raw), 1e-9, TRUE)
raw <- na.omit(airquality)[,c(2,3,4,1)]; full <- airquality[,c(2,3,4,1)]
tf <- textConnection("tx","w"); write.table(full, tf, row.names=FALSE); close(tf); add("raw-r-na", tx, c(2,1), mom(raw), 1e-9, TRUE)
tf <- textConnection("tx","w"); write.table(iris[,c(1,2,3,4)], tf, sep=",", quote=FALSE, row.names=FALSE); close(tf); add("raw-iris", tx, c(2,1), mom(iris[,1:4]), 1e-9, TRUE)
