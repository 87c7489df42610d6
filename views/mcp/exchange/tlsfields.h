#pragma once

#include "tlssettings.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace qd {

/// How a server is trusted over TLS beside the system's way, and how we are known to it. GUI thread.
class TlsFields final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TlsFields)

public:
    explicit TlsFields(QWidget *parent = nullptr);

    void setTls(const TlsSettings &tls);
    [[nodiscard]] TlsSettings tls() const;
    /// What is wrong with it; empty: nothing.
    [[nodiscard]] QString problem() const;

private:
    QLineEdit *m_ca;
    QLineEdit *m_certificate;
    QLineEdit *m_key;
    QCheckBox *m_insecure;
};

} // namespace qd
