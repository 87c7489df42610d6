#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace qd::kql::assist {

/// The language's fixed words, by the place where they may stand.
bool isOperatorWord(QStringView word);  ///< where, project-away, …: also those that only Azure knows
bool beginsOperatorWord(QStringView start); ///< "project-a" of project-away
bool isStatementWord(QStringView word); ///< let, set, declare, …
bool isSourceWord(QStringView word);    ///< union, print, range, datatable, search, …
bool isExpressionWord(QStringView word);///< and, or, has, in~, between, asc, …
bool isReserved(QStringView word);      ///< none of the above may name a column without quotes
bool isOptionName(QStringView word);    ///< kind, withsource, default, …: written without blanks around their =
bool isTypeName(QStringView word);

QStringList operatorWords();
QStringList joinKindWords();
QStringList renderKinds();
QStringList renderProperties();
QStringList pluginWords(); ///< what may follow evaluate
QStringList comparisonWords(); ///< what may follow an operand in a condition

} // namespace qd::kql::assist
