#pragma once

#include "kql/assist.h"
#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// What the call that the cursor stands in expects: its parameters, the current one strong, and one line what it does.
/// GUI thread.
class SignatureTip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignatureTip)

public:
    /// `theme` is borrowed and must outlive the widget.
    SignatureTip(const Theme &theme, QWidget *parent);

    /// Shows the help above `at` (in the parent's pixels), or below the line when there is no room.
    void showHelp(const kql::SignatureHelp &help, const QPoint &at, int lineHeight);
    [[nodiscard]] const kql::SignatureHelp &help() const { return m_help; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QStringList parts() const;

    const Theme &m_theme;
    kql::SignatureHelp m_help;
};

} // namespace qd
