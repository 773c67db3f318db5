unlink("more-r.tsv")
add <- function(id, text, blocks, truth, tol=1e-6, raw=FALSE) {
  writeLines(text, file.path("texts", paste0(id, ".txt")))
  cat(id, "\t", paste(blocks, collapse=","), "\t", tol, "\t", raw, "\t", paste(format(as.vector(t(truth)), digits=17), collapse=" "), "\n", sep="", file="more-r.tsv", append=TRUE)
}
out <- function(x, ...) capture.output(print(x, ...))
text <- function(f, ...) { tf <- textConnection("tx", "w"); f(..., tf); close(tf); tx }
mom <- function(x) crossprod(scale(as.matrix(x), scale=FALSE))/nrow(x)
options(width=80)
M <- cov(mtcars[,c(3,4,5,6,7,1)]); R <- cor(mtcars[,c(3,4,5,6,7,1)])
long <- c("Engine displacement","Gross horsepower","Axle ratio","Weight","Quarter mile time","Miles per gallon")
items <- paste("item", 1:6)
named <- function(m, n) { dimnames(m) <- list(n, n); m }
lower <- function(m, keep=TRUE) { m[upper.tri(m, diag=!keep)] <- NA; m }
o <- options(digits=3); add("r2-digits3", out(M), c(3,2), M, 2e-2); options(o)
o <- options(digits=12, width=60); add("r2-digits12-wrapped", out(M), c(3,2), M, 1e-9); options(o)
o <- options(scipen=-10); add("r2-scientific", out(M), c(3,2), M, 1e-5); options(o)
r <- round(R, 2)
add("r2-blank-names", out(named(r, long)), c(3,2), r)
add("r2-blank-names-cov", out(named(M, long)), c(3,2), M, 1e-4)
add("r2-items", out(named(r, items)), c(3,2), r)
add("r2-items-lower", out(named(lower(r), items), na.print=""), c(3,2), r)
add("r2-blank-lower", out(named(lower(r), long), na.print=""), c(3,2), r)
add("r2-lower-dash", out(lower(r), na.print="-"), c(3,2), r)
o <- options(width=50); add("r2-blank-lower-wrapped", out(named(lower(r), long), na.print=""), c(3,2), r)
add("r2-items-upper-wrapped", out(t(named(lower(r), items)), na.print=""), c(3,2), r); options(o)
add("r2-dist", out(as.dist(r)), c(3,2), r)
o <- options(width=40); add("r2-dist-wrapped", out(as.dist(r)), c(3,2), r); options(o)
kable <- function(m, d) { f <- formatC(m, digits=d, format="f"); n <- colnames(m)
  c(paste0("|", strrep(" ", 20), "|", paste(sprintf("%20s", n), collapse="|"), "|"), paste0("|:", strrep("-", 19), "|", paste(rep(paste0(strrep("-", 19), ":"), length(n)), collapse="|"), "|"),
    sapply(seq_len(nrow(m)), function(i) paste0("|", sprintf("%-20s", n[i]), "|", paste(sprintf("%20s", f[i,]), collapse="|"), "|"))) }
add("r2-kable", c("", "", "Table: Covariances of the cars", "", kable(named(M, long), 3)), c(3,2), M, 2e-3)
xt <- function(m) c("% latex table generated in R 4.2.2 by xtable 1.8-4 package", "% Sun Nov 29 09:00:00 2026", "\\begin{table}[ht]", "\\centering",
  paste0("\\begin{tabular}{r", strrep("r", ncol(m)), "}"), "  \\hline", paste0(" & ", paste(colnames(m), collapse=" & "), " \\\\ "), "  \\hline",
  sapply(seq_len(nrow(m)), function(i) paste0(colnames(m)[i], " & ", paste(formatC(m[i,], digits=2, format="f"), collapse=" & "), " \\\\ ")), "   \\hline", "\\end{tabular}", "\\caption{Correlations, $n = 32$} ", "\\label{tab:1}", "\\end{table}")
add("r2-xtable", xt(named(R, long)), c(3,2), r)
add("r2-xtable-items", xt(named(R, items)), c(3,2), r)
add("r2-write-table", text(write.table, named(M, long)), c(3,2), M, 1e-9)
add("r2-write-table-na", text(function(x, f) write.table(x, f, na="", sep=",", col.names=NA), named(lower(r), items)), c(3,2), r)
add("r2-write-csv-na", text(write.csv, lower(r)), c(3,2), r)
add("r2-no-names", text(function(x, f) write.table(x, f, row.names=FALSE, col.names=FALSE), unname(M)), c(3,2), M, 1e-9)
add("r2-bigmark", out(format(round(M, 2), big.mark=",", nsmall=2, scientific=FALSE), quote=FALSE), c(3,2), round(M, 2))
add("r2-decimal-comma", out(format(round(M, 2), decimal.mark=",", nsmall=2), quote=FALSE), c(3,2), round(M, 2), 1e-6)
add("r2-list", out(list(cov=M)), c(3,2), M, 1e-4)
d <- r; names(dimnames(d)) <- c("first", "second"); add("r2-dimnames", out(d), c(3,2), r)
y <- named(M, as.character(1990:1995)); add("r2-years", out(y), c(3,2), M, 1e-4)
o <- options(width=40); add("r2-bare-wrapped", out(unname(M)), c(3,2), M, 1e-4); options(o)
add("r2-matrix-code", paste0("S <- ", paste(deparse(M), collapse="\n")), c(3,2), M, 1e-9)
ab <- named(lower(r), long); colnames(ab) <- abbreviate(long, 5); add("r2-lowermat", out(ab, na.print=""), c(3,2), r)
add("r2-transcript", c("> x <- mtcars[, c(3,4,5,6,7,1)]", "> round(cor(x),", "+       2)", out(r), "> "), c(3,2), r)
stata <- function(m) { n <- abbreviate(colnames(m), 8); n <- sub("^(.{6}).*(.)$", "\\1~\\2", long); n <- gsub(" ", "_", n)
  c("symmetric C[6,6]", paste0(strrep(" ", 10), paste(sprintf("%11s", n), collapse="")), sapply(1:6, function(i) paste0(sprintf("%10s", n[i]), paste(sprintf("%11.8g", m[i, 1:i]), collapse=" ")))) }
add("r2-stata-list", stata(M), c(3,2), M, 1e-5)
corr <- function(m) { n <- gsub(" ", "_", sub("^(.{6}).*(.)$", "\\1~\\2", long))
  c(". correlate disp hp drat wt qsec mpg", "(obs=32)", "", paste0("             |", paste(sprintf("%9s", n), collapse="")), paste0("-------------+", strrep("-", 54)), sapply(1:6, function(i) paste0(sprintf("%12s", n[i]), " |", paste(sprintf("%9.4f", m[i, 1:i]), collapse=""))), "") }
add("r2-stata-corr", corr(R), c(3,2), R, 1e-4)
gretl <- function(m, f) c("Correlation coefficients, using the observations 1 - 32", "5% critical value (two-tailed) = 0.3494 for n = 32", "", paste(sprintf("%16s", colnames(m)), collapse=""),
  sapply(1:6, function(i) paste0(strrep(" ", 16*(i-1)), paste(sprintf(f, m[i, i:6]), collapse=""), "  ", colnames(m)[i])))
add("r2-gretl", gretl(R, "%16.4f"), c(3,2), R, 1e-4)
matlab <- function(m) { n <- gsub(" ", "", long); c(paste0("                          ", paste(sprintf("%-18s", n), collapse="    ")), paste0("                          ", paste(rep(strrep("_", 18), 6), collapse="    ")), "",
  sapply(1:6, function(i) paste0("    ", sprintf("%-18s", n[i]), "    ", paste(sprintf("%18.5g", m[i,]), collapse="    ")))) }
add("r2-matlab-table", matlab(M), c(3,2), M, 1e-4)
raw <- mtcars[,c(3,4,5,6,7,1)]
add("raw-r2-mtcars", out(raw), c(3,2), mom(raw), 1e-6, TRUE)
o <- options(width=45); add("raw-r2-mtcars-wrapped", out(raw), c(3,2), mom(raw), 1e-6, TRUE); options(o)
add("raw-r2-prompt", c("> mtcars[,c(3,4,5,6,7,1)]", out(raw)), c(3,2), mom(raw), 1e-6, TRUE)
add("raw-r2-write-table", text(write.table, raw), c(3,2), mom(raw), 1e-9, TRUE)
add("raw-r2-write-csv2", text(write.csv2, raw), c(3,2), mom(raw), 1e-9, TRUE)
raw <- USArrests[,c(2,3,4,1)]
add("raw-r2-arrests", out(raw), c(2,1), mom(raw), 1e-6, TRUE)
raw <- longley[,c(1,2,3,4,7)]
add("raw-r2-longley", out(raw), c(2,2), mom(raw), 1e-6, TRUE)
add("raw-r2-matrix", out(unname(as.matrix(raw))), c(2,2), mom(raw), 1e-6, TRUE)
raw <- trees; add("raw-r2-dput", capture.output(dput(raw)), c(1,1), mom(raw), 1e-9, TRUE)
raw <- swiss[1:20,c(2,3,4,1)]; q <- format(raw, decimal.mark=","); add("raw-r2-comma", out(q), c(2,1), mom(raw), 1e-6, TRUE)
