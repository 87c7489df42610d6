#pragma once

#include <QList>
#include <QString>

namespace qd {

/// One query that is open in the console, as it is kept between two starts.
struct QueryDraft {
    QString title;
    QString text;
    qsizetype cursor = 0;
    QString source; ///< the saved or library query that it came from, or empty
    bool operator==(const QueryDraft &) const = default;
};

/// What was open when the console ended, and which of them was in front.
struct QueryDrafts {
    QList<QueryDraft> open;
    int current = 0;
};

/// The folder of the drafts: "drafts" in $QD_STATE_DIR/queries, else in the user's folder for application data.
QString queryDraftFolder();
/// Reads the drafts back; what cannot be read is left out. At most 50, each at most 1 MB.
QueryDrafts loadQueryDrafts(const QString &folder = queryDraftFolder());
/// Writes all of them, each file whole or not at all. False when one of them could not be written.
bool saveQueryDrafts(const QueryDrafts &drafts, const QString &folder = queryDraftFolder());

} // namespace qd
