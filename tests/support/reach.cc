#include "tests/support/reach.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/text/fold.h"

namespace telemachus::test {
namespace {

using subject::Stock;

const Stock* Find(const std::vector<Stock>& stocks, const std::string& table) {
  const auto found = std::find_if(stocks.begin(), stocks.end(),
                                  [&](const Stock& stock) { return table == stock.table; });
  return found == stocks.end() ? nullptr : &*found;
}

bool IsOfWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

// The words that end in a mark, in a folded text. What follows may be the next field of a message.
std::set<std::string> MarkedWords(const std::string& text, const std::string& mark) {
  std::set<std::string> words;
  for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    size_t from = at;
    while (from > 0 && IsOfWord(text[from - 1])) --from;
    words.insert(text.substr(from, at + mark.size() - from));
  }
  return words;
}

bool Names(const TableRow& row, const Sought& sought) {
  if (!row.ColumnsWith(sought.id).empty()) return true;
  return std::any_of(sought.words.begin(), sought.words.end(),
                     [&](const std::string& word) { return !row.ColumnsWith(word).empty(); });
}

void ComplainOfWords(const TableRow& row, const Sought& sought, const std::string& told,
                     std::vector<std::string>& complaints) {
  for (const auto& [column, content] : row.cells) {
    for (const std::string& word : MarkedWords(text::Fold(content), sought.mark)) {
      if (absl::StrContains(told, word)) continue;
      complaints.push_back(
          absl::StrCat(row.table, ".", column, " holds ", word, ", which is not told"));
    }
  }
}

}  // namespace

std::vector<Stock> WithShared(const std::vector<Stock>& own) {
  std::vector<Stock> all = own;
  all.insert(all.end(), subject::SharedStocks().begin(), subject::SharedStocks().end());
  return all;
}

std::vector<std::string> Unsaid(const std::vector<std::string>& tables,
                                const std::vector<Stock>& stocks) {
  std::vector<std::string> complaints;
  std::map<std::string, int> said;
  for (const Stock& stock : stocks) ++said[stock.table];
  for (const auto& [table, times] : said) {
    if (times > 1) complaints.push_back(absl::StrCat(table, " stands there twice"));
  }
  for (const std::string& table : tables) {
    if (said.contains(table)) continue;
    complaints.push_back(absl::StrCat("say in stocks.cc what of a person stands in ", table));
  }
  return complaints;
}

std::vector<std::string> Untold(const std::vector<TableRow>& rows, const std::vector<Stock>& stocks,
                                const Sought& sought, const Told& told) {
  std::vector<std::string> complaints;
  const std::string text = text::Fold(told.text);
  for (const TableRow& row : rows) {
    const Stock* const stock = Find(stocks, row.table);
    if (!Names(row, sought) || (stock != nullptr && stock->untold[0] != '\0')) continue;
    if (stock == nullptr || !told.categories.contains(stock->category)) {
      complaints.push_back(absl::StrCat(row.table, " names them, which is not told"));
      continue;
    }
    ComplainOfWords(row, sought, text, complaints);
  }
  return complaints;
}

std::vector<std::string> Left(const std::vector<TableRow>& rows, const std::vector<Stock>& stocks,
                              const Sought& sought) {
  std::vector<std::string> complaints;
  for (const TableRow& row : rows) {
    for (const std::string& word : sought.words) {
      for (const std::string& column : row.ColumnsWith(word)) {
        complaints.push_back(absl::StrCat(row.table, ".", column, " still holds ", word));
      }
    }
    const Stock* const stock = Find(stocks, row.table);
    for (const std::string& column : row.ColumnsWith(sought.id)) {
      const bool may =
          stock != nullptr && std::any_of(stock->kept.columns.begin(), stock->kept.columns.end(),
                                          [&](const char* name) { return column == name; });
      if (!may) complaints.push_back(absl::StrCat(row.table, ".", column, " still holds the id"));
    }
  }
  return complaints;
}

}  // namespace telemachus::test
