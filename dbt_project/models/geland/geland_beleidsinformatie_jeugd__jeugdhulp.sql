{{ geland('beleidsinformatie_jeugd__jeugdhulp') }}
