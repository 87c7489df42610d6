#pragma once

#include "mcp/doctor.h"
#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QWidget>

class QLabel;

namespace qd {

class ToneMark;

/// One step of the doctor: mark and word, what it looks at, how long it took, what it found, and what mends it. GUI thread.
class DoctorRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DoctorRow)

public:
    /// `theme` is borrowed.
    explicit DoctorRow(const Theme &theme, QWidget *parent = nullptr);

    void setFinding(const doctor::Finding &finding);

private:
    ToneMark *m_mark;
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_elapsed;
    QLabel *m_found;
    QLabel *m_fix;
};

/// How the state of a step looks.
[[nodiscard]] StateLook doctorLook(doctor::State state);

} // namespace qd
