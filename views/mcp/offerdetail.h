#pragma once

#include "mcp/callsubject.h"
#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QScrollArea>

class QVBoxLayout;

namespace qd {

/// Everything known of one offer, as plain text: its description, what it says of itself, what it costs, how it stands to
/// what was approved, what the scan found. GUI thread.
class OfferDetail final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OfferDetail)

public:
    /// `theme` is borrowed.
    explicit OfferDetail(const Theme &theme, QWidget *parent = nullptr);

    void setSubject(const CallSubject &subject);

signals:
    /// The definition as it is now is what is wanted.
    void approveRequested();

private:
    void addTitle(const QString &text);
    void addText(const char *name, const QString &text, const char *look);
    void addFacts(const CallSubject &subject);
    void addApproval(const CallSubject &subject);
    void addChange(const FieldChange &change);
    void addFindings(const QList<ScanFinding> &findings);
    void addMarked(Glyph glyph, StatusTone tone, const QString &text);

    const Theme &m_theme;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_column = nullptr;
};

} // namespace qd
